-- What is the money for: staff, goods, grants, or building and buying?
SELECT
    place,
    period,
    economic_class,
    CAST(sum(plan_thousand) AS BIGINT) AS class_thousand,
    CAST(sum(CASE WHEN economic_class = 'capital' THEN plan_thousand ELSE 0 END) AS BIGINT) AS capital_thousand
FROM budget_funding
GROUP BY place, period, economic_class
