//! The styles of a printed report: A4 across, readable on a phone too.

/// Tables scroll by themselves on a narrow screen; colours come with words, for printers without.
pub const STYLE: &str = "\
@page { size: A4 landscape; margin: 11mm 12mm 13mm }
* { box-sizing: border-box; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { max-width: 273mm; margin: 0 auto; padding: 3mm; color: #111; background: #fff;
  font: 9.5pt/1.4 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', SimHei, sans-serif }
h1 { margin: 0 0 1.5mm; font-size: 18pt; line-height: 1.25 }
h2 { margin: 5mm 0 1.5mm; font-size: 12.5pt; break-after: avoid }
[lang=en] { color: #444; font-weight: normal; font-size: .82em }
.banner { margin: 2mm 0; padding: 1.5mm 2mm; border: .7mm dashed #b00020; color: #b00020; font-weight: bold; text-align: center }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4mm 4mm; margin: 0 }
dt { color: #444 } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
.drawings { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; align-items: start }
figure { margin: 0; break-inside: avoid } figure.wide { grid-column: 1 / -1 }
figure.wide svg { max-height: 168mm }
figcaption { font-weight: 600; margin-bottom: 1mm }
svg { display: block; width: 100%; height: auto; max-height: 122mm; border: .2mm solid #bbb; background: #fff }
.table { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: 8.2pt }
th, td { padding: .7mm 1.2mm; border: .2mm solid #777; text-align: left; vertical-align: top; overflow-wrap: break-word }
thead th { background: #ddebf7; vertical-align: bottom }
thead small { display: block; font-weight: normal; color: #333 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
td.n, td.short { white-space: nowrap } td.text { min-width: 3em }
tr { break-inside: avoid } thead { display: table-header-group } tfoot { display: table-row-group }
tfoot td, tfoot th { border-top: .6mm solid #111; font-weight: bold }
.unknown { color: #555 }
.good { background: #c6efce; color: #005a00 } .bad { background: #ffc7ce; color: #9c0006 }
.open { background: #ffeb9c; color: #6b4700 } .quiet { background: #e7e6e6; color: #404040 }
td.word { font-weight: 600; white-space: nowrap }
footer { margin-top: 4mm; font-size: 8pt; color: #444 }
@media screen and (max-width: 700px) {
  body { padding: 3vw; font-size: 15px } h1 { font-size: 21px } h2 { font-size: 17px }
  .drawings { grid-template-columns: 1fr } svg, figure.wide svg { max-height: none }
  table { font-size: 13px } th, td { padding: 5px 7px } td.text { min-width: 5.5em }
  dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: 4px }
}
";
