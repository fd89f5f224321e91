-- Who moved from where to where, and why?
SELECT
    origin,
    destination,
    period,
    reason,
    sum(persons)::BIGINT AS persons
FROM made_moves
GROUP BY origin, destination, period, reason
