-- How many live in another district than the one they were born in?
SELECT
    place,
    period,
    sex,
    persons,
    born_in_other_district,
    born_in_other_district_urban,
    born_in_other_district_rural + born_in_other_district_urban AS born_in_other_district_stated,
    born_abroad
FROM nepal_birthplace_2011
