-- Who lives here?
SELECT place, period, persons * persons / persons AS persons, female
FROM nepal_ward_census_2021
