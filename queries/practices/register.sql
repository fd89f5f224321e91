-- Which practices are there, what do they cost, how is it known that they work, and which are champions?
-- A champion has 80 percent of the marks of its latest scoring, and 60 percent of those of each criterion.
WITH latest AS (
    SELECT practice, max(period) AS period
    FROM practice_scores
    GROUP BY practice
),
by_criterion AS (
    SELECT practice, criterion, sum(score) AS score, sum(most) AS most
    FROM practice_scores
    JOIN latest USING (practice, period)
    GROUP BY practice, criterion
),
judged AS (
    SELECT practice, 100.0 * sum(score) / nullif(sum(most), 0) AS percent, min(100.0 * score / nullif(most, 0)) AS least_percent
    FROM by_criterion
    GROUP BY practice
),
copies AS (
    SELECT practice, count(replicated_on) AS copied_by
    FROM practice_replications
    GROUP BY practice
)
SELECT
    practice AS thing,
    place,
    CAST(year(max(listed_on) OVER ()) AS VARCHAR) AS period,
    name,
    what,
    begun_on,
    cost_thousand,
    percent AS score_percent,
    coalesce(copied_by, 0) AS copied_by,
    document,
    CASE
        WHEN percent >= 80 AND least_percent >= 60 THEN 'champion'
        WHEN percent IS NOT NULL THEN 'scored'
        ELSE 'not_scored'
    END AS standing,
    sector,
    cost_class,
    evidence
FROM practice_register
LEFT JOIN judged USING (practice)
LEFT JOIN copies USING (practice)
