-- Who moved from where to where?
SELECT place AS origin, place AS destination, period, persons
FROM nepal_ward_census_2021
