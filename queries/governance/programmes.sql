-- Which programmes run in the municipality, with whom and with how much money?
SELECT
    programme AS thing,
    place,
    CAST(year(begins_on) AS VARCHAR) AS period,
    name,
    partner,
    begins_on,
    ends_on,
    money,
    document,
    status
FROM municipal_programmes
