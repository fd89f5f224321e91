-- Who lives here?
SELECT place, period, persons, female, male
FROM nepal_ward_census_2021
