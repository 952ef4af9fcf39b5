CREATE TABLE "bodies" ("body_id" TEXT, "name" TEXT, "region_code" TEXT, "government" TEXT, "extent" TEXT);
INSERT INTO "bodies" VALUES('bab2a4a96cc68a27','桐庐县生态环境局','330122','县级','部门');
INSERT INTO "bodies" VALUES('b18f6b419e5c9989','桐庐县财政局','330122','县级','部门');
CREATE TABLE "body_names" ("body_id" TEXT, "name" TEXT, "first_year" INTEGER, "last_year" INTEGER);
INSERT INTO "body_names" VALUES('b18f6b419e5c9989','桐庐县财政局',2019,2019);
INSERT INTO "body_names" VALUES('bab2a4a96cc68a27','桐庐县环境保护局',2018,2018);
INSERT INTO "body_names" VALUES('bab2a4a96cc68a27','桐庐县生态环境局',2019,2019);
CREATE TABLE "checks" ("document_id" TEXT, "check_id" INTEGER, "identity" TEXT, "result" TEXT, "expected" NUMERIC, "found" NUMERIC, "difference" NUMERIC, "tolerance" NUMERIC, "fact_ids" TEXT, "message" TEXT, "message_en" TEXT, "suggestion" TEXT);
INSERT INTO "checks" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',0,'same','fail',1.23456789012345671677e+19,1.23456789012345671677e+19,1,0.01,'[1,2]','','',NULL);
CREATE TABLE "documents" ("document_id" TEXT, "source" TEXT, "media_type" TEXT, "title" TEXT, "body" TEXT, "region" TEXT, "region_code" TEXT, "year" INTEGER, "type" TEXT, "pages" INTEGER, "characters" INTEGER, "tables" INTEGER, "facts" INTEGER, "unlinked" INTEGER, "contradictions" INTEGER, "problems" INTEGER, "manifest" TEXT, "body_id" TEXT);
INSERT INTO "documents" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','a.txt','text/plain','桐庐县环境保护局2018年度部门决算','桐庐县环境保护局','桐庐县','330122',2018,'部门决算',0,0,0,3,0,0,0,'{}','bab2a4a96cc68a27');
INSERT INTO "documents" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','b.txt','text/plain','桐庐县生态环境局2019年度部门决算','桐庐县生态环境局','桐庐县','330122',2019,'部门决算',0,0,0,6,0,0,0,'{}','bab2a4a96cc68a27');
INSERT INTO "documents" VALUES('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','c.txt','text/plain','桐庐县生态环境局2019年度部门预算','桐庐县生态环境局','桐庐县','330122',2019,'部门预算',0,0,0,1,0,0,0,'{}','bab2a4a96cc68a27');
INSERT INTO "documents" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','d.txt','text/plain','桐庐县财政局2019年度部门决算','桐庐县财政局','桐庐县','330122',2019,'部门决算',0,0,0,1,0,0,0,'{}','b18f6b419e5c9989');
CREATE TABLE "economic_codes" ("code" TEXT, "name" TEXT, "level" TEXT, "scheme" TEXT, "valid_from" INTEGER, "valid_to" INTEGER);
CREATE TABLE "facts" ("document_id" TEXT, "fact_id" INTEGER, "source" TEXT, "text" TEXT, "kind" TEXT, "value" NUMERIC, "unit" TEXT, "category" TEXT, "code" TEXT, "breakdown" TEXT, "measure" TEXT, "phase" TEXT, "year" INTEGER, "base_phase" TEXT, "base_year" INTEGER, "whole" TEXT, "fund" TEXT, "scope" TEXT, "flags" TEXT, "quote" TEXT, "reason" TEXT, "section_id" INTEGER, "section_path" TEXT, "table" TEXT, "row_code" TEXT, "row_label" TEXT, "column_label" TEXT, "page" INTEGER, "bbox" TEXT, "char_start" INTEGER, "char_end" INTEGER, "method" TEXT, "outcome" TEXT, "rule" TEXT);
INSERT INTO "facts" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',0,'text','12.50万元','money',125000,'万元','年末结转和结余',NULL,NULL,'level','executed',2018,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1,'text','100.00万元','money',1000000,'万元','项目支出',NULL,NULL,'level','executed',2018,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',2,'text','12345678901234567890.12元','money',1.23456789012345671677e+19,'元','基本支出',NULL,NULL,'level','executed',2018,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0,'text','12.51万元','money',125100,'万元','年初结转和结余',NULL,NULL,'level','executed',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',1,'text','110.00万元','money',1100000,'万元','项目支出',NULL,NULL,'level','executed',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',2,'text','20.00万元','money',200000,'万元','项目支出',NULL,NULL,'change','executed',2019,'executed',2018,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',3,'text','90.00万元','money',900000,'万元','项目支出',NULL,NULL,'level','approved',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',4,'text','0.1元','money',0.1,'元','其他支出',NULL,NULL,'level','executed',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',5,'text','0.2元','money',0.2,'元','其他支出',NULL,NULL,'level','approved',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc',0,'text','95.00万元','money',950000,'万元','项目支出',NULL,NULL,'level','approved',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
INSERT INTO "facts" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',0,'text','7.00万元','money',70000,'万元','年初结转和结余',NULL,NULL,'level','executed',2019,NULL,NULL,NULL,NULL,NULL,'[]','',NULL,NULL,'',NULL,NULL,NULL,NULL,0,NULL,0,1,'text','unchecked','');
CREATE TABLE "functional_codes" ("code" TEXT, "name" TEXT, "level" TEXT, "budget" TEXT, "valid_from" INTEGER, "valid_to" INTEGER);
CREATE TABLE "indicators" ("id" TEXT, "name" TEXT, "english" TEXT, "value_type" TEXT, "part_of" TEXT);
CREATE TABLE juesuan_schema (version INTEGER);
INSERT INTO "juesuan_schema" VALUES(1);
CREATE TABLE "loads" ("document_id" TEXT, "digest" TEXT, "fingerprint" TEXT);
INSERT INTO "loads" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','4efadb15ee45b6f9f93990f0dcdd0fada164006959941147907cac3b37a356d0','d946381ba69c');
INSERT INTO "loads" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','a35883934c4383607635d1584af7b498bcd2c998a2a9ffe48938f93e5215a116','d946381ba69c');
INSERT INTO "loads" VALUES('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','afb40bb00a713bddac5f5f4eea53f1e51d3966b8e9f6961228d75bae9209f3a2','d946381ba69c');
INSERT INTO "loads" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','b1d10a5957f9debabce8fb280d1f3ccc0bc970381611f46b5d38e89b1fc1aa3a','d946381ba69c');
CREATE TABLE "presences" ("document_id" TEXT, "item" TEXT, "state" TEXT, "page" INTEGER, "char_start" INTEGER, "char_end" INTEGER, "note" TEXT);
CREATE TABLE "problems" ("document_id" TEXT, "source" TEXT, "kind" TEXT, "stage" TEXT, "page" INTEGER, "char_start" INTEGER, "message" TEXT);
CREATE TABLE "regions" ("code" TEXT, "name" TEXT, "level" TEXT, "province" TEXT, "city" TEXT, "valid_from" INTEGER, "valid_to" INTEGER);
CREATE TABLE "revenue_codes" ("code" TEXT, "name" TEXT, "level" TEXT);
CREATE TABLE "sections" ("document_id" TEXT, "section_id" INTEGER, "parent_id" INTEGER, "level" INTEGER, "number" TEXT, "title" TEXT, "canonical" TEXT, "kind" TEXT, "path" TEXT, "char_start" INTEGER, "char_end" INTEGER, "page" INTEGER, "flags" TEXT);
INSERT INTO "sections" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',0,NULL,2,'一、','总体情况',NULL,'H','一、总体情况',0,30,0,'[]');
INSERT INTO "sections" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1,0,3,'（一）','支出',NULL,'H','一、总体情况 > （一）支出',10,30,2,'[]');
CREATE TABLE "unlinked" ("document_id" TEXT, "text" TEXT, "quote" TEXT, "why" TEXT, "page" INTEGER, "char_start" INTEGER, "char_end" INTEGER);
CREATE VIEW budget_execution AS
SELECT
  body_id, year, category, code, breakdown, fund, scope,
  CASE WHEN approved_values = 1 THEN approved END AS approved,
  CASE WHEN adjusted_values = 1 THEN adjusted END AS adjusted,
  CASE WHEN executed_values = 1 THEN executed END AS executed,
  CASE WHEN approved_values = 1 AND executed_values = 1 THEN executed - approved END AS deviation,
  CASE WHEN approved_values = 1 AND executed_values = 1 AND approved <> 0
       THEN ROUND(100.0 * (executed - approved) / approved, 2) END AS deviation_percent,
  (CASE WHEN approved_values > 1 THEN 1 ELSE 0 END) + (CASE WHEN adjusted_values > 1 THEN 1 ELSE 0 END)
    + (CASE WHEN executed_values > 1 THEN 1 ELSE 0 END) AS conflicts,
  facts
FROM (
  SELECT
    d.body_id, f.year, f.category, f.code, f.breakdown, f.fund, f.scope,
    MAX(CASE WHEN f.phase = 'approved' THEN f.value END) AS approved,
    MAX(CASE WHEN f.phase = 'adjusted' THEN f.value END) AS adjusted,
    MAX(CASE WHEN f.phase = 'executed' THEN f.value END) AS executed,
    COUNT(DISTINCT CASE WHEN f.phase = 'approved' THEN f.value END) AS approved_values,
    COUNT(DISTINCT CASE WHEN f.phase = 'adjusted' THEN f.value END) AS adjusted_values,
    COUNT(DISTINCT CASE WHEN f.phase = 'executed' THEN f.value END) AS executed_values,
    COUNT(*) AS facts
  FROM facts f JOIN documents d ON d.document_id = f.document_id
  WHERE f.kind = 'money' AND f.measure = 'level' AND f.category IS NOT NULL AND f.year IS NOT NULL
  GROUP BY d.body_id, f.year, f.category, f.code, f.breakdown, f.fund, f.scope
) AS gathered;
CREATE VIEW sangong_panel AS
SELECT
  body_id, year, phase,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'total' THEN value END) = 1 THEN MAX(CASE WHEN item = 'total' THEN value END) END AS total,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'abroad' THEN value END) = 1 THEN MAX(CASE WHEN item = 'abroad' THEN value END) END AS abroad,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'vehicles' THEN value END) = 1 THEN MAX(CASE WHEN item = 'vehicles' THEN value END) END AS vehicles,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'purchase' THEN value END) = 1 THEN MAX(CASE WHEN item = 'purchase' THEN value END) END AS vehicle_purchase,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'running' THEN value END) = 1 THEN MAX(CASE WHEN item = 'running' THEN value END) END AS vehicle_running,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'reception' THEN value END) = 1 THEN MAX(CASE WHEN item = 'reception' THEN value END) END AS reception,
  COUNT(*) AS facts
FROM (
  SELECT d.body_id, f.year, f.phase, f.value,
    CASE f.category
      WHEN '“三公”经费' THEN 'total' WHEN '因公出国（境）费' THEN 'abroad' WHEN '公务用车购置及运行维护费' THEN 'vehicles'
      WHEN '公务用车购置费' THEN 'purchase' WHEN '公务用车运行维护费' THEN 'running' WHEN '公务接待费' THEN 'reception' END AS item
  FROM facts f JOIN documents d ON d.document_id = f.document_id
  WHERE f.kind = 'money' AND f.measure = 'level' AND f.phase IS NOT NULL AND f.year IS NOT NULL
) AS items
WHERE item IS NOT NULL
GROUP BY body_id, year, phase;
CREATE VIEW contradictions AS
SELECT d.body, d.body_id, d.year, d.type, d.source, c.document_id, c.check_id, c.identity, c.expected, c.found, c.difference,
       c.message, c.message_en, c.suggestion, c.fact_ids
FROM checks c JOIN documents d ON d.document_id = c.document_id
WHERE c.result = 'fail';
CREATE VIEW coverage AS
SELECT
  d.body_id, MAX(b.name) AS body, MAX(b.region_code) AS region_code, MAX(b.government) AS government, MAX(b.extent) AS extent, d.year,
  COUNT(*) AS documents,
  SUM(CASE WHEN d.type LIKE '%预算%' AND d.type NOT LIKE '%执行%' THEN 1 ELSE 0 END) AS budgets,
  SUM(CASE WHEN d.type LIKE '%决算%' THEN 1 ELSE 0 END) AS final_accounts,
  SUM(d.facts) AS facts, SUM(d.unlinked) AS unlinked, SUM(d.contradictions) AS contradictions, SUM(d.problems) AS problems,
  SUM((SELECT COUNT(*) FROM presences p WHERE p.document_id = d.document_id AND p.state = 'missing')) AS parts_missing
FROM documents d LEFT JOIN bodies b ON b.body_id = d.body_id
GROUP BY d.body_id, d.year;
CREATE UNIQUE INDEX "documents_key" ON "documents" ("document_id");
CREATE UNIQUE INDEX "sections_key" ON "sections" ("document_id", "section_id");
CREATE UNIQUE INDEX "facts_key" ON "facts" ("document_id", "fact_id");
CREATE UNIQUE INDEX "checks_key" ON "checks" ("document_id", "check_id");
CREATE UNIQUE INDEX "loads_key" ON "loads" ("document_id");
CREATE UNIQUE INDEX "bodies_key" ON "bodies" ("body_id");
CREATE UNIQUE INDEX "body_names_key" ON "body_names" ("body_id", "name");
CREATE INDEX "presences_document_id" ON "presences" ("document_id");
CREATE INDEX "unlinked_document_id" ON "unlinked" ("document_id");
CREATE INDEX "problems_document_id" ON "problems" ("document_id");
CREATE INDEX "documents_body_id_year" ON "documents" ("body_id", "year");
CREATE INDEX "facts_category_year" ON "facts" ("category", "year");
CREATE INDEX "facts_code_year" ON "facts" ("code", "year");
CREATE INDEX "functional_codes_code" ON "functional_codes" ("code");
CREATE INDEX "economic_codes_code" ON "economic_codes" ("code");
CREATE INDEX "regions_code" ON "regions" ("code");
