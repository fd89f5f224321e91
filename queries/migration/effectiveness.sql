-- How much of all moving between districts changes where people live?
WITH crossing AS (
    SELECT substr(origin, 1, 6) AS origin, substr(destination, 1, 6) AS destination, period, persons
    FROM nepal_migration_flows_2021
    WHERE substr(origin, 1, 6) <> substr(destination, 1, 6)
), ends AS (
    SELECT destination AS place, period, persons AS arrived, 0 AS departed FROM crossing
    UNION ALL
    SELECT origin AS place, period, 0 AS arrived, persons AS departed FROM crossing
)
SELECT
    place,
    period,
    CAST(abs(sum(arrived) - sum(departed)) AS BIGINT) AS net_persons_without_sign,
    CAST(sum(arrived) + sum(departed) AS BIGINT) AS arrived_and_departed_persons
FROM ends
GROUP BY place, period
