-- Who lives here?
SELECT place, period, sum(persons) AS persons, female
FROM nepal_ward_census_2021
GROUP BY place, period
