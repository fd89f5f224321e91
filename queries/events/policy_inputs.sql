-- What did regions ask of the national urban policy, and was it taken up?
SELECT
    input_id AS thing,
    place,
    CAST(year(heard_on) AS VARCHAR) AS period,
    input,
    region,
    target,
    heard_on,
    theme,
    goal,
    outcome
FROM policy_inputs
