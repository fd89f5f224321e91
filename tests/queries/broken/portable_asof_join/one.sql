-- Who lives here?
SELECT a.place, a.period, a.persons, b.female
FROM nepal_ward_census_2021 a
ASOF JOIN nepal_ward_census_2021 b ON a.place = b.place AND a.period >= b.period
