-- Who lives here?
SELECT place, period, median(persons) AS persons, sum(female)::BIGINT AS female
FROM nepal_ward_census_2021
GROUP BY place, period
