-- Who lives here?
SELECT place, period, TRY(persons) AS persons, female
FROM nepal_ward_census_2021
