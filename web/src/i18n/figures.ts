/** How lengths, money, shares and the words of documents are written. */
import type { Cny, GoalRow, Km, Said } from '../api/roadTypes'
import { formatNumber, locale, t, type Locale } from './index'

/** Decimal text keeps its three places; grouped digits only. */
export function km(text: Km | number | undefined): string {
  return text == null ? t('app.unknown') : `${formatNumber(Number(text), 3)} km`
}

/** To the fen, from text: a float would lose it. Null is not known, and never zero. */
export function yuan(text: Cny | undefined): string {
  if (text == null) return t('app.unknown')
  const sign = text.startsWith('-') ? '−' : ''
  return `${sign}¥${amount(text.replace('-', ''))}`
}

/** The same without its sign of currency, for tables that say it in their head. */
export function amount(text: Cny | undefined): string {
  if (text == null) return t('app.unknown')
  const [whole = '', fen = ''] = text.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '−')}.${fen.padEnd(2, '0')}`
}

/** `a − b` to the fen, as text; null where either is not known. */
export function lessCny(a: Cny | undefined, b: Cny | undefined): Cny {
  const [left, right] = [fenOf(a), fenOf(b)]
  if (left === null || right === null) return null
  const digits = String(left < right ? right - left : left - right).padStart(3, '0')
  return `${left < right ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function fenOf(text: Cny | undefined): bigint | null {
  const match = /^(-?\d+)(?:\.(\d{1,2}))?$/.exec(text ?? '')
  return match ? BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`) : null
}

/**
 * A share as a percentage, cut and not rounded: 99.96 % must not look like 100 %.
 *
 * A little is added first, since 0.29 is 28.999… % to a machine.
 */
export function percent(share: number, decimals = 1): string {
  const scale = 10 ** decimals
  const cut = Math.floor(share * 100 * scale + 1e-6) / scale
  return `${formatNumber(cut, Number.isInteger(cut) ? 0 : decimals)} %`
}

/** A goal that is a share has something it is a share of; the others are counted as they are. */
export const isShare = ({ denominator }: Pick<GoalRow, 'denominator'>) => denominator !== null

export function goalFigure(row: Pick<GoalRow, 'denominator' | 'unit'>, figure: number | null): string {
  if (figure === null) return t('goal.noValue')
  if (isShare(row)) return percent(figure)
  return `${formatNumber(figure, row.unit === 'km' ? 3 : undefined)} ${unitWord(row.unit)}`.trim()
}

export function unitWord(unit: string | null | undefined): string {
  return unit == null ? '' : UNITS[locale.value][unit] ?? unit
}

const UNITS: Record<Locale, Record<string, string>> = {
  zh: { km: 'km', count: '个', counties: '个县', townships: '个乡镇', villages: '个村', hamlets: '个自然村', bridges: '座桥', projects: '个项目', points: '处', hazards: '处' },
  en: { count: '' },
}

/** The text in the language of the page where there is one, else what there is; the id is the last resort. */
export function said(what: Said): string {
  if (typeof what === 'string') return what
  const own = locale.value === 'zh' ? what.text_zh : what.text_en
  return own ?? what.text ?? what.text_zh ?? what.text_en ?? what.id ?? what.clause ?? ''
}

/** A row names assumptions by id, the answer has their texts. */
export function withTexts(named: readonly Said[], known: readonly Said[] = []): { id: string | null; text: string }[] {
  return named.map((one) => {
    const id = typeof one === 'string' ? one : (one.id ?? null)
    const found = typeof one === 'string' ? known.find((other) => typeof other !== 'string' && other.id === one) : one
    return { id: found === undefined ? null : id, text: said(found ?? one) }
  })
}

/** Of a record that has its title in one or both languages. */
export function inLanguage(one: object, field: string): string | null {
  const record = one as Record<string, unknown>
  for (const name of [`${field}_${locale.value}`, field, `${field}_zh`, `${field}_en`]) {
    if (typeof record[name] === 'string' && record[name] !== '') return record[name]
  }
  return null
}
