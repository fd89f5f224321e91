-- Who lives here?
WITH nepal_ward_census_2021 AS (SELECT 'NP' AS place)
SELECT place FROM nepal_ward_census_2021
