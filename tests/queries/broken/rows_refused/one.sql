-- Who lives here?
SELECT place, period, CAST(place || persons AS BIGINT) AS persons, female
FROM nepal_ward_census_2021
