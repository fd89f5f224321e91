-- Who lives here?
SELECT a.place, a.period, a.persons, b.female
FROM nepal_ward_census_2021 a
POSITIONAL JOIN nepal_ward_census_2021 b
