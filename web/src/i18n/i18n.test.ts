import { describe, expect, it } from 'vitest'
import { en } from './en'
import { fill, formatNumber } from './index'
import { zh } from './zh'

const placeholders = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })

  it.each(Object.entries(zh))('%s takes the same values in both', (key, message) => {
    expect(placeholders(en[key as keyof typeof zh])).toEqual(placeholders(message))
  })

  it('leave nothing empty and nothing Chinese in English', () => {
    for (const [key, message] of Object.entries(en)) {
      expect(message, key).not.toBe('')
      expect(message, key).not.toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('fill', () => {
  it('puts values in and leaves what it does not know', () => {
    expect(fill('{n} of {count}', { n: 3 })).toBe('3 of {count}')
    expect(fill('{n}', { n: 0 })).toBe('0')
  })
})

it('numbers are grouped, and a hidden small count stays as it is', () => {
  expect(formatNumber(1234567)).toBe('1,234,567')
  expect(formatNumber(12.3456, 1)).toBe('12.3')
  expect(formatNumber('<10')).toBe('<10')
})
