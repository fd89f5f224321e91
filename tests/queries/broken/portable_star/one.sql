-- Who lives here?
WITH wards AS (SELECT place, period, persons, female FROM nepal_ward_census_2021)
SELECT *
FROM wards
