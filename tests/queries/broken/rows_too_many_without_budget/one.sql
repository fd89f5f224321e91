-- Who lives here?
SELECT a.place, a.period, a.persons, a.female
FROM nepal_ward_census_2021 a, nepal_ward_census_2021 b, nepal_ward_census_2021 c, nepal_ward_census_2021 d, nepal_ward_census_2021 e, nepal_ward_census_2021 f
