-- Who lives here?
SELECT place, period, persons, CAST(string_agg(CAST(female AS VARCHAR), '') AS BIGINT) AS female
FROM nepal_ward_census_2021
GROUP BY place, period, persons
