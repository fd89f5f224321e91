-- Who pays for the budget: the municipality itself, or whom else?
SELECT
    place,
    period,
    source,
    CAST(sum(plan_thousand) AS BIGINT) AS funds_thousand,
    CAST(sum(CASE WHEN source = 'own_revenue' THEN plan_thousand ELSE 0 END) AS BIGINT) AS own_revenue_thousand,
    CAST(sum(CASE WHEN source IN ('revenue_sharing', 'equalization', 'conditional', 'complementary', 'special')
        THEN plan_thousand ELSE 0 END) AS BIGINT) AS transferred_thousand
FROM budget_funding
GROUP BY place, period, source
