-- Who lives here?
SELECT place, period, peple AS persons, female
FROM nepal_ward_census_2021
