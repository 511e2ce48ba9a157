"""Queries that only read are let through, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from genchi.checks.library.sql import sql_is_read_only
from genchi.records import Subject

ADVERSARIAL = [
    ("", "SELECT 1; DROP TABLE t"), ("", "INSERT INTO t VALUES (1)"), ("", "UPDATE t SET a = 1"),
    ("", "DELETE FROM t"),
    ("postgres", "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE"),
    ("", "CREATE TABLE t (a INT)"), ("", "DROP TABLE t"), ("", "ALTER TABLE t ADD a INT"),
    ("", "TRUNCATE TABLE t"), ("postgres", "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d"),
    ("postgres", "WITH d AS (SELECT 1) INSERT INTO t SELECT * FROM d"),
    ("postgres", "SELECT * INTO copy_of FROM t"), ("tsql", "SELECT * INTO #t FROM t"),
    ("mysql", "SELECT * FROM t INTO OUTFILE '/tmp/x'"), ("mysql", "SELECT 1 INTO @x"),
    ("mysql", "SELECT 5 --1 INTO OUTFILE '/tmp/x'"), ("postgres", "SELECT * FROM t FOR UPDATE"),
    ("postgres", "SELECT * FROM t FOR SHARE"), ("mysql", "SELECT * FROM t LOCK IN SHARE MODE"),
    ("postgres", "EXPLAIN ANALYZE DELETE FROM t"), ("mysql", "CALL p()"), ("", "SET a = 1"),
    ("sqlite", "PRAGMA writable_schema = 1"), ("sqlite", "ATTACH DATABASE 'x' AS y"),
    ("postgres", "COPY t TO '/tmp/x'"), ("sqlite", "VACUUM"),
    ("postgres", "SELECT pg_read_file('/etc/passwd')"), ("postgres", "SELECT pg_sleep(10)"),
    ("postgres", "SELECT \"pg_sleep\"(10)"), ("postgres", "SELECT pg_catalog . pg_sleep /**/ (10)"),
    ("postgres", "WITH pg_sleep(a) AS (SELECT 1) SELECT pg_sleep(5)"),
    ("postgres", "SELECT lo_import('/etc/passwd')"), ("sqlite", "SELECT load_extension('x')"),
    ("postgres", "SELECT * FROM dblink('x', 'DROP TABLE t') AS d(a int)"),
    ("postgres", "SELECT nextval('s')"), ("postgres", "SELECT setval('s', 1)"),
    ("duckdb", "SELECT * FROM read_csv('/etc/passwd')"),
    ("duckdb", "SELECT * FROM read_parquet('x')"),
    ("duckdb", "SELECT * FROM 'orders.csv'"), ("duckdb", 'SELECT * FROM "orders.csv"'),
    ("tsql", "EXEC xp_cmdshell 'dir'"), ("tsql", "SELECT 1 EXEC xp_cmdshell 'dir'"),
    ("tsql", "SELECT 1 a SHUTDOWN"), ("tsql", "SELECT NEXT VALUE FOR s"),
    ("mysql", "SELECT LOAD_FILE('/etc/passwd')"), ("mysql", "SELECT SLEEP(5)"),
    ("mysql", "SELECT BENCHMARK(1000000, MD5('a'))"), ("mysql", "SELECT 1 /*! INTO OUTFILE 'x' */"),
    ("mysql", "SELECT 1 /*!50000 UNION SELECT SLEEP(5) */"), ("", "SELECT 1 /* open"),
    ("", "SELECT 'open"), ("", r"SELECT 'a\'; DROP TABLE t; --'"),
    ("postgres", r"SELECT E'a\'; DROP TABLE t; --'"), ("postgres", "SELECT $$a$$; DROP TABLE t"),
    ("mysql", "SELECT 1 /* /* */ INTO OUTFILE 'x' -- */"), ("tsql", "SELECT 1\nGO\nDROP TABLE t"),
    ("mysql", "SELECT @a := 1"), ("sqlite", "SELECT 1\0; DROP TABLE t"), ("", ""), ("", "-- none"),
    ("duckdb", "SELECT * FROM glob('/etc/*')"), ("duckdb", "FROM GLOB('/etc/*')"),
    ("bigquery", "EXPORT DATA OPTIONS (uri='gs://x') AS SELECT 1"), ("", "查询退款"),
    ("bigquery", "SELECT * FROM EXTERNAL_QUERY('c', 'DELETE FROM t')"),
]  # fmt: skip

HARMLESS = [
    ("", "SELECT 1"), ("", "SELECT 1;"), ("", "```sql\nSELECT a FROM t\n```"),
    ("", "SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1 ORDER BY 2 DESC LIMIT 3"),
    ("", "SELECT a FROM t UNION SELECT b FROM s"), ("", "SELECT 'DROP TABLE t; -- no' AS a"),
    ("", "SELECT a -- the name\nFROM t /* all */"), ("", "(SELECT a FROM t)"),
    ("postgres", "WITH d(a, b) AS (SELECT 1, 2) SELECT a FROM d"),
    ("postgres", "SELECT date_trunc('month', at), sum(x) FILTER (WHERE x > 0) FROM t GROUP BY 1"),
    ("postgres", "SELECT a::numeric(10, 2) FROM t WHERE b ILIKE '%x%'"),
    ("postgres", "SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, b"),
    ("postgres", "SELECT data->>'a' FROM t WHERE a IN (SELECT b FROM s)"),
    ("postgres", "SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t"),
    ("postgres", "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t"),
    ("postgres", "SELECT EXTRACT(year FROM at), now() - INTERVAL '1 day' FROM t"),
    ("postgres", "SELECT 名称 FROM 订单 WHERE 城市 = '杭州'"),
    ("postgres", 'SELECT "update" FROM t'),
    ("mysql", "SELECT `a` FROM `t` WHERE DATE_FORMAT(at, '%Y') = '2024'"),
    ("mysql", r"SELECT 'it\'s' FROM t # done"), ("mysql", "SELECT IFNULL(a, 0) FROM t LIMIT 5, 10"),
    ("mysql", "SELECT GROUP_CONCAT(a ORDER BY a SEPARATOR ', ') FROM t"),
    ("mysql", "SELECT TRUNCATE(a, 2) FROM t"), ("sqlite", "SELECT strftime('%Y', at) FROM t"),
    ("sqlite", "SELECT [first name] FROM t"), ("sqlite", "SELECT CAST(a AS REAL) FROM t"),
    ("sqlite", "SELECT CASE WHEN a > (SELECT avg(a) FROM t) THEN 1 ELSE 0 END FROM t"),
    ("duckdb", "FROM t SELECT a"), ("duckdb", "SELECT a FROM t QUALIFY row_number() OVER () = 1"),
    ("duckdb", "SELECT [1, 2] AS a, {'b': 1} AS c"), ("duckdb", "SELECT list_sum([1, 2])"),
    ("bigquery", "SELECT a FROM `project.set.t` WHERE DATE(at) = '2024-01-01'"),
    ("bigquery", "SELECT x FROM t, UNNEST(xs) AS x WITH OFFSET"),
    ("bigquery", "SELECT SAFE_DIVIDE(a, b), COUNTIF(a > 1) FROM t"),
    ("tsql", "SELECT TOP (5) [a] FROM [dbo].[t] ORDER BY a"),
    ("tsql", "SELECT DATEDIFF(day, a, GETDATE()) FROM t WITH (NOLOCK)"),
    ("tsql", "SELECT ISNULL(a, 0), CONVERT(varchar(10), b, 120) FROM t"),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "sql"), ADVERSARIAL)
def test_what_may_do_more_than_read_is_refused(dialect: str, sql: str) -> None:
    assert sql_is_read_only(dialect=dialect)(Subject(sql)).outcome == "fail"


@pytest.mark.parametrize(("dialect", "sql"), HARMLESS)
def test_a_query_that_only_reads_passes(dialect: str, sql: str) -> None:
    verdict = sql_is_read_only(dialect=dialect)(Subject(sql))
    assert verdict.passed, verdict.reason


def test_a_refused_word_is_pointed_at_inside_its_code_block() -> None:
    output = "```sql\nSELECT pg_sleep(1) -- 睡\n```"
    place = sql_is_read_only(dialect="postgres")(Subject(output)).evidence[0]
    assert output[place.start : place.end] == "pg_sleep"


def test_a_function_of_ones_own_can_be_allowed() -> None:
    output = Subject("SELECT shop_margin(a) FROM t")
    assert not sql_is_read_only(output)
    assert sql_is_read_only(functions=["Shop_Margin"])(output).passed


def test_an_unknown_dialect_is_an_error() -> None:
    assert sql_is_read_only(dialect="oracle")(Subject("SELECT 1")).outcome == "error"


@pytest.mark.real_data
def test_the_gold_queries_of_spider_only_read(real_data: Path) -> None:
    text = (real_data / "spider_sql" / "spider_data" / "dev_gold.sql").read_text("utf-8")
    queries = [line.split("\t")[0] for line in text.splitlines() if line.strip()]
    check = sql_is_read_only(dialect="sqlite")
    refused = [(query, check(Subject(query)).reason) for query in queries]
    assert [pair for pair in refused if pair[1] != "one query that only reads"] == []
