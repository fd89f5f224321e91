-- Who complained?
SELECT place, period, sum(filed)::BIGINT AS people
FROM susasan_grievances
GROUP BY place, period
