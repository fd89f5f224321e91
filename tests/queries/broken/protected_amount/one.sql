-- Who complained?
SELECT place, period, sum(filed)::BIGINT AS persons, sum(answered_in_time)::BIGINT AS female, sum(filed)::BIGINT AS money
FROM susasan_grievances
GROUP BY place, period
