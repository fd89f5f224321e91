-- Who lives here?
SELECT place, period, list_sum(list(persons))::BIGINT AS persons, sum(female)::BIGINT AS female
FROM nepal_ward_census_2021
GROUP BY place, period, persons
