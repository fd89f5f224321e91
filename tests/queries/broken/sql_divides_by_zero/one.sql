-- Who lives here?
SELECT place, period, 1000 % (persons - persons) AS persons, female
FROM nepal_ward_census_2021
