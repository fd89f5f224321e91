-- Who lives here?
SELECT place, period, persons AS people, persons + 1 AS people_low, persons + 2 AS people_high
FROM nepal_ward_census_2021
