/** How lengths, money, shares and the words of documents are written. */
import type { Cny, GoalRow, Km, Said, Texts } from '../api/roadTypes'
import { goalNamesEn } from './goalNames.en'
import { formatNumber, locale, t, tMaybe, type Locale } from './index'
import { reasonsZh } from './reasons.zh'

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
  zh: { count: '个', projects: '个项目' },
  en: { count: '' },
}

/** A goal's title with its part, where it is counted in several. */
export function goalTitle({ goal, title, part }: Pick<GoalRow, 'goal' | 'title' | 'part'>): string {
  const own = (locale.value === 'en' ? goalNamesEn[goal] : null) ?? title ?? goal
  return part ? `${own} · ${tMaybe(`goal.part.${part}`) ?? part}` : own
}

/** Why something falls short or is due; the server says it in English. */
export function reason(text: string): string {
  return (locale.value === 'zh' ? reasonsZh[text] : null) ?? text
}

/** For a screen reader: texts of documents are Chinese, assumptions English, whatever the page speaks. */
export function languageOf(text: string): string {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return chinese * 3 > text.length ? 'zh-CN' : 'en'
}

export function said(what: Said): string {
  return typeof what === 'string' ? what : (what.text ?? what.id ?? '')
}

/** A row names assumptions by id, the answer has their texts. */
export function withTexts(named: readonly Said[], known: Texts = []): { id: string | null; text: string }[] {
  const texts: Map<string | undefined, string> = Array.isArray(known)
    ? new Map(known.map((one) => [typeof one === 'string' ? one : one.id, said(one)]))
    : new Map(Object.entries(known))
  return named.map((one) => {
    if (typeof one !== 'string') return { id: one.id ?? null, text: said(one) }
    const text = texts.get(one)
    return { id: text === undefined ? null : one, text: text ?? one }
  })
}
