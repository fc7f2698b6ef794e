import { afterEach, describe, expect, it } from 'vitest'
import { goalFigure, goalTitle, km, languageOf, lessCny, percent, reason, withTexts, yuan } from './figures'
import { locale } from './index'

afterEach(() => (locale.value = 'zh'))

describe('a share', () => {
  it.each([[1, '100 %'], [0.9996, '99.9 %'], [0.29, '29 %'], [0.05021, '5 %'], [0.0496, '4.9 %'], [0, '0 %'], [0.8738, '87.3 %'], [1 / 3, '33.3 %']])(
    '%s is cut to %s, never rounded up to a target', (share, text) => expect(percent(share)).toBe(text))

  it('is told from a sum by what it is a share of', () => {
    expect(goalFigure({ denominator: 246, unit: 'count' }, 0.95)).toBe('95 %')
    expect(goalFigure({ denominator: null, unit: 'km' }, 2600)).toBe('2,600.000 km')
    expect(goalFigure({ denominator: null, unit: 'count' }, 204)).toBe('204 个')
    expect(goalFigure({ denominator: 0, unit: 'km' }, null)).toBe('无数据')
  })
})

describe('money', () => {
  it('keeps every fen, also beyond what a float holds', () => {
    expect(yuan('9500000.00')).toBe('¥9,500,000.00')
    expect(yuan('123456789012345678.99')).toBe('¥123,456,789,012,345,678.99')
    expect(yuan('-80123.5')).toBe('−¥80,123.50')
    expect(yuan('0.00')).toBe('¥0.00')
  })

  it('that is not known is not zero', () => {
    expect(yuan(null)).toBe('未知')
    expect(km(null)).toBe('未知')
    expect(lessCny(null, '1.00')).toBeNull()
  })

  it.each([['1.10', '1.00', '0.10'], ['7252000.00', '7332123.00', '-80123.00'], ['0.01', '0.02', '-0.01'], ['3', '3.00', '0.00']])(
    '%s less %s is %s', (a, b, rest) => expect(lessCny(a, b)).toBe(rest))
})

describe('words of the server', () => {
  it('have a title in the language of the page', () => {
    const row = { goal: 'A17', title: '列养率', part: null }
    expect(goalTitle(row)).toBe('列养率')
    locale.value = 'en'
    expect(goalTitle(row)).toBe('Roads in the maintenance list')
    expect(goalTitle({ ...row, goal: 'A12', part: 'mileage' })).toBe('Road chiefs everywhere · length')
    expect(goalTitle({ goal: 'B99', title: '新目标', part: 'x' })).toBe('新目标 · x')
  })

  it('say why in Chinese, and as they come where nobody has translated them', () => {
    expect(reason('graded below medium')).toBe('技术状况在中等以下')
    expect(reason('something new')).toBe('something new')
    locale.value = 'en'
    expect(reason('graded below medium')).toBe('graded below medium')
  })

  it('name assumptions by id and have their texts beside, as a list or by id', () => {
    expect(withTexts(['A-all', 'A-x'], { 'A-all': 'all of them' })).toEqual([{ id: 'A-all', text: 'all of them' }, { id: null, text: 'A-x' }])
    expect(withTexts(['B-year'], [{ id: 'B-year', text: '31 December' }])).toEqual([{ id: 'B-year', text: '31 December' }])
  })

  it('are told by their script', () => {
    expect(languageOf('基本实现20户以上自然村通硬化路')).toBe('zh-CN')
    expect(languageOf('The text says 基本实现 or 基本完成 and gives no number')).toBe('en')
  })
})
