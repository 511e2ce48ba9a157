"""The words that no query which only reads needs, and the functions that do nothing but compute."""

from __future__ import annotations

REFUSED_WORDS = frozenset(
    """
    INSERT UPDATE DELETE MERGE DROP ALTER CREATE TRUNCATE GRANT REVOKE DENY INTO OUTFILE DUMPFILE
    EXEC EXECUTE CALL ATTACH DETACH PRAGMA VACUUM REINDEX COPY LOCK SHUTDOWN NEXTVAL SETVAL UPSERT
    OPENROWSET OPENQUERY OPENDATASOURCE PROCEDURE RETURNING
    """.split()
)
"""Refused wherever they stand unquoted, but not as a column: t.copy."""

REFUSED_TSQL = frozenset(
    """
    WAITFOR KILL RECONFIGURE BACKUP RESTORE DBCC DECLARE SET PRINT RAISERROR THROW BULK COMMIT
    ROLLBACK BEGIN SAVE CHECKPOINT WRITETEXT UPDATETEXT READTEXT UPDLOCK XLOCK TABLOCK TABLOCKX
    HOLDLOCK GO USE REVERT SETUSER GOTO WHILE DISABLE ENABLE
    """.split()
)
"""SQL Server begins a new statement at these without any semicolon before them."""

REFUSED_AS_FUNCTIONS = frozenset(("INSERT", "TRUNCATE"))

BEFORE_BRACKETS = frozenset(
    """
    SELECT DISTINCT ALL FROM WHERE AND OR NOT IN EXISTS ANY SOME AS ON USING BY HAVING WHEN THEN
    ELSE CASE OVER VALUES UNION EXCEPT INTERSECT MINUS BETWEEN LIKE ILIKE RLIKE REGEXP SIMILAR TO
    ESCAPE LIMIT OFFSET FETCH TOP JOIN GROUP WITHIN FILTER LATERAL WITH MATERIALIZED SETS ROLLUP
    CUBE UNNEST TABLESAMPLE SAMPLE BERNOULLI SYSTEM PIVOT UNPIVOT EXCLUDE QUALIFY ONLY OPTION IS
    DIV MOD XOR INTERVAL MATCH APPLY INDEX KEY PARTITION
    DECIMAL NUMERIC DEC VARCHAR NVARCHAR CHAR NCHAR CHARACTER VARYING FLOAT DOUBLE REAL DATETIME2
    DATETIMEOFFSET TIMESTAMP TIMESTAMPTZ TIME BIT VARBIT BINARY VARBINARY TEXT INT INTEGER BIGINT
    BIGNUMERIC BIGDECIMAL STRING BYTES SIGNED UNSIGNED
    """.split()
)
"""Words that a bracket may follow without being the call of a function."""

FUNCTIONS = frozenset(
    """
    count sum avg min max total group_concat string_agg listagg array_agg json_agg jsonb_agg
    json_object_agg jsonb_object_agg json_arrayagg json_objectagg json_group_array json_group_object
    stddev stddev_pop stddev_samp stdev stdevp std variance var var_pop var_samp varp corr covar_pop
    covar_samp regr_slope regr_intercept regr_r2 regr_count percentile_cont percentile_disc median
    mode quantile quantile_cont quantile_disc approx_quantile approx_count_distinct
    approx_quantiles approx_top_count any_value arg_max arg_min max_by min_by countif count_if
    count_big count_star sum_if sumif
    avg_if bool_and bool_or logical_and logical_or every bit_and bit_or bit_xor first last list
    histogram product kurtosis skewness entropy mad grouping grouping_id checksum_agg any_value

    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value
    nth_value

    abs ceil ceiling floor round trunc truncate sign sqrt cbrt power pow exp ln log log10 log2 mod
    div pi degrees radians sin cos tan cot asin acos atan atan2 atn2 sinh cosh tanh asinh acosh
    atanh square greatest least gcd lcm factorial width_bucket random rand isnan isinf is_nan is_inf
    ieee_divide safe_divide safe_add safe_subtract safe_multiply safe_negate fdiv hypot even

    coalesce nullif ifnull isnull nvl if iif decode choose cast try_cast safe_cast convert
    try_convert parse try_parse typeof to_number to_char to_date to_timestamp parse_date
    parse_datetime parse_timestamp parse_numeric format format_date format_datetime format_timestamp
    to_hex from_hex int64 float64 bool string

    lower upper lcase ucase initcap length len char_length character_length octet_length datalength
    bit_length substr substring substring_index left right mid trim ltrim rtrim btrim lpad rpad
    replace translate reverse repeat replicate space concat concat_ws position strpos instr locate
    charindex patindex find_in_set field elt insert stuff split split_part string_split
    string_to_array array_to_string str_split starts_with ends_with contains contains_substr
    startswith endswith prefix suffix ascii char chr nchar unicode ord quotename str soundex
    difference format_number hex unhex md5 sha1 sha256 sha512 crc32 quote printf overlay
    levenshtein edit_distance jaro_similarity jaro_winkler_similarity editdist3 normalize like
    ilike strcmp to_base64 from_base64 encode quote_ident quote_literal

    regexp_like regexp_matches regexp_match regexp_replace regexp_extract regexp_extract_all
    regexp_contains regexp_substr regexp_instr regexp_count regexp_split_to_array
    regexp_split_to_table regexp_full_match

    date time datetime timestamp julianday unixepoch strftime strptime try_strptime timediff now
    current_date current_time current_timestamp localtime localtimestamp curdate curtime
    current_datetime getdate getutcdate sysdatetime sysutcdatetime sysdatetimeoffset utc_date
    utc_time utc_timestamp today clock_timestamp statement_timestamp transaction_timestamp
    extract date_part date_trunc datetrunc date_add date_sub date_diff datediff datediff_big dateadd
    datename datepart datefromparts datetimefromparts timefromparts eomonth isdate adddate subdate
    addtime subtime timestampadd timestampdiff timestamp_add timestamp_sub timestamp_diff
    timestamp_trunc datetime_add datetime_sub datetime_diff datetime_trunc time_add time_sub
    time_diff time_trunc age year quarter month week day hour minute second microsecond millisecond
    dayofmonth dayofweek dayofyear weekofyear weekday isodow yearweek monthname dayname last_day
    date_format str_to_date time_format to_days from_days to_seconds time_to_sec sec_to_time
    makedate maketime make_date make_time make_timestamp make_timestamptz make_interval
    justify_days justify_hours justify_interval from_unixtime unix_timestamp unix_seconds
    unix_millis unix_micros timestamp_seconds timestamp_millis timestamp_micros epoch epoch_ms
    date_bin time_bucket switchoffset todatetimeoffset convert_tz timezone isoyear isoweek
    period_add period_diff to_days century decade unix_date date_from_unix_date

    json_extract json_extract_path json_extract_path_text json_extract_scalar json_extract_array
    json_extract_string_array json_value json_query json_query_array json_value_array json_array
    json_object json_array_length json_type json_typeof json_valid json_each json_tree json_keys
    json_length json_contains json_contains_path json_search json_unquote json_quote json_table
    json_array_elements json_array_elements_text json_object_keys json_build_object
    json_build_array json_set json_insert json_replace json_remove json_patch json_pretty json
    json_extract_string json_structure isjson openjson to_json to_jsonb parse_json to_json_string
    row_to_json jsonb_extract_path jsonb_extract_path_text jsonb_array_length jsonb_array_elements
    jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_build_object
    jsonb_build_array jsonb_typeof jsonb_path_query jsonb_path_exists jsonb_pretty jsonb_set
    jsonb_strip_nulls json_each_text lax_string lax_int64 lax_float64 lax_bool

    array array_length array_upper array_lower array_append array_prepend array_cat array_concat
    array_contains array_position array_positions array_remove array_replace array_reverse
    array_distinct array_sort array_slice array_to_string cardinality unnest generate_array
    generate_date_array generate_timestamp_array generate_series generate_subscripts range
    list_value list_contains list_aggregate list_sort list_distinct list_concat list_filter
    list_transform list_reverse list_sum list_avg list_min list_max list_count list_unique
    flatten len struct struct_pack struct_extract row map map_keys map_values map_extract
    map_from_entries element_at safe_offset safe_ordinal ordinal

    to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_headline
    similarity word_similarity numrange int4range int8range daterange tsrange tstzrange lower_inc
    upper_inc isempty
    st_distance st_dwithin st_contains st_within st_intersects st_geogpoint st_point st_makepoint
    st_area st_length st_x st_y st_asgeojson st_astext st_geogfromtext st_geomfromtext
    farm_fingerprint generate_uuid gen_random_uuid newid uuid inet_aton inet_ntoa
    """.split()
)
"""Functions that compute from what they are given, and touch no file, session, sequence or lock."""
