-- Why did people move, by division?
SELECT
    place,
    period,
    replace(replace(series, 'migration_cause_', ''), '_share', '') AS cause,
    value AS migration_cause_share
FROM bangladesh_published_headlines
WHERE series LIKE 'migration_cause_%' AND area = 'total'
