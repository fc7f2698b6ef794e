/** What the charts show, from figures and words. Plain data: nothing here needs the library that draws it. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Status } from '../api/roadTypes'

export interface Part {
  name: string
  value: number
  colour: string
}

const INK = '#17222d'
const MUTED = '#566472'
const LINE = '#dbe1e6'

const common: EChartsCoreOption = {
  animation: false,
  textStyle: { fontFamily: 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif', color: INK },
}

/** One bar, or several, cut into the same parts. `rows` are from the top down. The list beside the chart is its legend. */
export function stackedBars(rows: { name: string; parts: Part[] }[], unit: string, format: (value: number) => string): EChartsCoreOption {
  const names = [...new Set(rows.flatMap(({ parts }) => parts.map(({ name }) => name)))]
  const colours = new Map(rows.flatMap(({ parts }) => parts.map(({ name, colour }) => [name, colour])))
  return {
    ...common,
    grid: { left: 4, right: 12, top: 2, bottom: 2, containLabel: true },
    tooltip: { trigger: 'item', confine: true, valueFormatter: (value: unknown) => `${format(Number(value))} ${unit}` },
    xAxis: { type: 'value', axisLabel: { color: MUTED, fontSize: 11, hideOverlap: true }, splitLine: { lineStyle: { color: LINE } }, max: 'dataMax' },
    yAxis: { type: 'category', inverse: true, data: rows.map(({ name }) => name), axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: { color: INK, fontSize: 12, show: rows.length > 1 } },
    series: names.map((name) => ({
      type: 'bar', stack: 'all', name, barMaxWidth: 26,
      itemStyle: { color: colours.get(name), borderColor: '#fff', borderWidth: 1 },
      data: rows.map(({ parts }) => parts.find((one) => one.name === name)?.value ?? 0),
    })),
  }
}

export interface YearFigure {
  year: string
  value: number | null
  status: Status
}

export const STATUS_COLOURS: Record<Status, string> = {
  met: '#12754a', not_met: '#b3001b', overdue: '#b3001b', not_due: '#8a5a00', no_data: '#6b4fa0', no_target: '#566472', not_applicable: '#5f6b76',
}
/** A sign beside the colour, so that no status is told by colour alone. */
export const STATUS_SIGNS: Record<Status, string> = {
  met: '✓', not_met: '✕', overdue: '!', not_due: '…', no_data: '?', no_target: '–', not_applicable: '∅',
}
const SYMBOLS: Record<Status, string> = {
  met: 'circle', not_met: 'rect', overdue: 'rect', not_due: 'triangle', no_data: 'emptyCircle', no_target: 'diamond', not_applicable: 'diamond',
}

/** A value over the years, its target as a line across. A year without a value leaves a gap. */
export function trendLine(figures: YearFigure[], target: number | null, words: { value: string; target: string }, format: (value: number) => string): EChartsCoreOption {
  return {
    ...common,
    grid: { left: 4, right: 64, top: 16, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–') },
    xAxis: { type: 'category', data: figures.map(({ year }) => year), axisLabel: { color: INK, fontSize: 12 }, axisLine: { lineStyle: { color: LINE } } },
    yAxis: { type: 'value', min: 0, axisLabel: { color: MUTED, fontSize: 11, formatter: format }, splitLine: { lineStyle: { color: LINE } } },
    series: [{
      type: 'line', name: words.value, symbolSize: 10, connectNulls: false, lineStyle: { color: '#0b5ea8', width: 2 },
      data: figures.map(({ value, status }) => ({ value, symbol: SYMBOLS[status], itemStyle: { color: STATUS_COLOURS[status] } })),
      ...(target === null ? {} : {
        markLine: {
          silent: true, symbol: 'none', lineStyle: { color: INK, type: 'dashed' },
          label: { formatter: `${words.target}\n${format(target)}`, color: INK, fontSize: 11 }, data: [{ yAxis: target }],
        },
      }),
    }],
  }
}
