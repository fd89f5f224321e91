-- Who lives here?
SELECT place, period, persons, female
FROM nepal_ward_census_2021
WHERE year(current_date) > 2021
