/** Which language the page speaks, and how it says things. */
import { ref, watch } from 'vue'
import { en } from './en'
import { zh, type MessageKey } from './zh'

export type { MessageKey }
export type Locale = 'zh' | 'en'

const MESSAGES: Record<Locale, Record<MessageKey, string>> = { zh, en }
const STORED = 'luzhang.locale'

/** Chinese unless the reader chose English here before: its users are Chinese officials. */
export const locale = ref<Locale>(remembered())

watch(locale, (chosen) => {
  try {
    localStorage.setItem(STORED, chosen)
  } catch {
    // A browser that forbids storage forgets the choice; the page works all the same.
  }
})

/** The message with `{name}` replaced. A name without a value stays, so that it is noticed. */
export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
  return fill(MESSAGES[locale.value][key], values)
}

export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** For keys made from data, such as a road class: null when there is no such message. */
export function tMaybe(key: string): string | null {
  return MESSAGES[locale.value][key as MessageKey] ?? null
}

/** The word for a value of the data: `level.county`. What has no word is shown as it is, null as unknown. */
export function word(group: string, value: string | null | undefined): string {
  return value == null ? t('app.unknown') : (tMaybe(`${group}.${value}`) ?? value)
}

/** Digits grouped as the reader is used to. Text such as `<10` stays as the server wrote it. */
export function formatNumber(value: number | string, decimals?: number): string {
  if (typeof value === 'string') return value
  const options: Intl.NumberFormatOptions =
    decimals === undefined ? { maximumFractionDigits: 6 } : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  return value.toLocaleString(locale.value === 'zh' ? 'zh-CN' : 'en-GB', options)
}

function remembered(): Locale {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}
