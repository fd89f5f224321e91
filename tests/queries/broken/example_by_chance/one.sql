-- Who lives here?
WITH numbered AS (
    SELECT place, period, persons, female, row_number() OVER (ORDER BY period) AS number FROM nepal_ward_census_2021
)
SELECT place, period, persons, CASE number WHEN 1 THEN 616 ELSE 500 END::BIGINT AS female
FROM numbered
