-- How much is planned for each person, and how much is that at the prices of the base year?
WITH plans AS (
    SELECT place, period, sum(plan_thousand) AS plan_thousand FROM grid_budget_lines GROUP BY place, period
),

people AS (
    -- the first nine letters of a ward's code are its palika's
    SELECT left(place, 9) AS place, sum(persons) AS persons FROM nepal_ward_census_2021 GROUP BY left(place, 9)
)

SELECT
    plans.place,
    plans.period,
    CAST(plan_thousand AS BIGINT) AS plan_thousand,
    100 * plan_thousand / nullif(price_index, 0) AS real_plan_thousand,
    CAST(persons AS BIGINT) AS persons
FROM plans
LEFT JOIN people ON people.place = plans.place
LEFT JOIN consumer_prices ON consumer_prices.place = left(plans.place, 2) AND consumer_prices.period = plans.period
