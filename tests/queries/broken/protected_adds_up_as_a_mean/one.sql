-- Who complained?
SELECT place, period, sum(filed)::BIGINT AS persons, sum(answered_in_time)::BIGINT AS female
FROM susasan_grievances
GROUP BY place, period
