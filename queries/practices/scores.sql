-- By which criteria, and by whom, are practices scored?
SELECT
    place,
    period,
    criterion,
    organisation,
    sum(score)::BIGINT AS score,
    sum(most)::BIGINT AS most
FROM practice_scores
GROUP BY ALL
