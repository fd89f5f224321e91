-- Who lives here?
SELECT place, period, persons * random() AS persons, female
FROM nepal_ward_census_2021
