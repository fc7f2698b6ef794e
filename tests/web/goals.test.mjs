// Goals, money and duties in a real browser. What the page shows is the API's answer to the very request the page sent.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { answersTo, ask, askAll, DESKTOP, launch, mapView, metresBetween, middleOfMap, onPage, PHONE, serverUrl, settled, shoot, sticksOut } from './browser.mjs'

let browser
/** The first county-level body. */
let body
/** A goal whose shortfall are bridges: points, each to be hit by a click. */
let bridges
/** One that falls short by pieces of roads. */
let pieces

before(async () => {
  serverUrl()
  body = (await ask(`/api/v1/obligations?year=${new Date().getFullYear()}`)).rows.find(({ level }) => level === 'county').jurisdiction
  const { rows } = await ask(`/api/v1/goals?jurisdiction=${body}`)
  const short = rows.filter((row) => row.shortfall_count > 0 && row.shortfall_count <= 700)
  bridges = short.find(({ goal }) => goal === 'A06')
  pieces = short.find(({ unit, unknown_count: unknown }) => unit === 'km' && unknown > 0)
  assert.ok(bridges && pieces, 'the store must hold bridges of classes 4 and 5 and roads that fall short')
  browser = await launch()
})

after(() => browser?.close())

const goalLink = ({ goal, due, part }, about) => `#tool=goals&unit=${body}&goal=${[goal, due ?? '', part ?? ''].join(',')}&about=${about}`
const digits = (text) => Number(text.replace(/[^\d.]/g, ''))
const listed = (page) => page.locator('[data-testid=goals][data-state=done]').waitFor({ timeout: 60_000 })
const shown = (page) => page.locator('[data-testid=shortfall][data-state=done]').waitFor({ timeout: 60_000 })

test('every goal is shown with the status, value and shortfall that the API gives', async () => {
  await onPage(browser, DESKTOP, `#tool=goals&unit=${body}`, async (page) => {
    const asked = answersTo(page, /\/api\/v1\/goals$/)
    await page.reload()
    await listed(page)
    const { rows, as_of: day } = await asked.again()
    assert.equal(await page.getByTestId('goals').getAttribute('data-as-of'), day)
    const found = await page.getByTestId('goal-row').evaluateAll((items) => items.map((item) => ({
      ...item.dataset, short: item.querySelector('[data-testid=goal-shortfall]')?.dataset.count ?? '0', words: item.textContent,
    })))
    assert.equal(found.length, rows.length)
    for (const [nth, row] of rows.entries()) {
      const { goal, due, part, status, short, words } = found[nth]
      assert.deepEqual([goal, due ?? null, part ?? null, status, Number(short)], [row.goal, row.due, row.part, row.status, row.shortfall_count], row.goal)
      if (row.value !== null && row.denominator !== null) assert.ok(words.includes(`${Math.floor(row.value * 1000 + 1e-6) / 10} %`), `${row.goal}: ${words}`)
    }
    // No status is told by colour alone: each has its word.
    for (const { words } of found) assert.match(words, /已达标|未达标|未到期|数据不足|无量化目标|不适用/)
    await shoot(page, 'goals-1-list')
  })
})

test('a shortfall is followed from its figure to the features on the map, and from one of them to its reason', async () => {
  await onPage(browser, DESKTOP, `#tool=goals&unit=${body}`, async (page) => {
    const asked = answersTo(page, /\/api\/v1\/goals\/A06\/shortfall$/)
    await listed(page)
    const figure = page.locator(`[data-testid=goal-row][data-goal=A06] [data-testid=goal-shortfall]`)
    const number = digits(await figure.locator('.n').textContent())
    await figure.click()
    await shown(page)
    const { count, unknown_count: unknown, features } = await asked.again()
    const rows = page.getByTestId('shortfall-feature')
    const ids = await rows.evaluateAll((items) => items.map((item) => item.dataset.id))
    // The figure, the server's count, the list and the map are one number.
    assert.equal(number, count)
    assert.equal(digits(await page.getByTestId('shortfall-failing').textContent()), count)
    assert.equal(await page.locator('[data-testid=shortfall-feature][data-unknown=false]').count(), count)
    assert.equal(await page.locator('[data-testid=shortfall-feature][data-unknown=true]').count(), unknown)
    assert.deepEqual(ids, features.map(({ id }) => String(id)))
    const placed = features.filter(({ geometry }) => geometry)
    assert.equal(await page.getByTestId('map').getAttribute('data-shortfall-drawn'), String(placed.length))
    assert.equal(await page.getByTestId('shortfall-legend').count(), 1)
    await shoot(page, 'goals-2-shortfall')

    // A press on a row flies to the feature and says why.
    const one = placed.find(({ properties }) => !properties.unknown)
    const [lon, lat] = one.geometry.coordinates
    await page.locator(`[data-testid=shortfall-feature][data-id="${one.id}"] button`).click()
    assert.ok((await page.getByTestId('shortfall-why').textContent()).trim().length > 0)
    await settled(page)
    const view = await mapView(page)
    assert.ok(metresBetween([view.lon, view.lat], [lon, lat]) < 30, 'the map stands at the feature')
    await shoot(page, 'goals-3-feature')

    // A click on another in the map finds its row.
    const two = placed.findLast(({ id }) => id !== one.id)
    await page.locator(`[data-testid=shortfall-feature][data-id="${two.id}"] button`).click()
    await settled(page)
    await page.locator(`[data-testid=shortfall-feature][data-id="${one.id}"] button`).evaluate((button) => button.focus())
    await settled(page)
    const { x, y } = await middleOfMap(page)
    await page.mouse.click(x, y)
    await page.locator(`[data-testid=shortfall-feature][data-id="${two.id}"] button[aria-current=true]`).waitFor()
  })
})

test('pieces of roads that fall short, and those of which it is not known, are counted apart', async () => {
  await onPage(browser, DESKTOP, goalLink(pieces, 'shortfall'), async (page) => {
    await shown(page)
    const query = new URLSearchParams({ jurisdiction: body, limit: '1000', ...(pieces.due ? { due: pieces.due } : {}), ...(pieces.part ? { part: pieces.part } : {}) })
    const features = await askAll(`/api/v1/goals/${pieces.goal}/shortfall?${query}`, 'features')
    assert.equal(features.filter(({ properties }) => !properties.unknown).length, pieces.shortfall_count)
    assert.equal(digits(await page.getByTestId('shortfall-failing').textContent()), pieces.shortfall_count)
    assert.equal(digits(await page.getByTestId('shortfall-unknown').textContent()), pieces.unknown_count)
    assert.equal(await page.getByTestId('map').getAttribute('data-shortfall-drawn'), String(features.filter(({ geometry }) => geometry).length))
    assert.match(await page.getByTestId('shortfall').textContent(), /从不算作达标/, 'what unknown means is said')
    await shoot(page, 'goals-4-pieces')
  })
})

test('another day asks for another answer, and the link keeps it', async () => {
  await onPage(browser, DESKTOP, `#tool=goals&unit=${body}`, async (page) => {
    const asked = answersTo(page, /\/api\/v1\/goals$/)
    await listed(page)
    const answer = page.waitForResponse((response) => response.url().includes('as_of=2022-12-31'), { timeout: 60_000 })
    await page.getByTestId('goal-day').fill('2022-12-31')
    await page.getByTestId('goal-day').press('Tab')
    await answer
    await listed(page)
    const { rows, as_of: day } = await asked.again()
    assert.equal(day, '2022-12-31')
    const statuses = await page.getByTestId('goal-row').evaluateAll((items) => items.map((item) => item.dataset.status))
    assert.deepEqual(statuses, rows.map(({ status }) => status))
    assert.match(await page.evaluate(() => location.hash), /on=2022-12-31/)
  })
})

test('the trend is fetched with its chart only when it is looked at, a row for each year', async () => {
  await onPage(browser, DESKTOP, goalLink(bridges, 'basis'), async (page) => {
    const chunks = []
    page.on('request', (request) => /echarts/.test(request.url()) && chunks.push(request.url()))
    const asked = answersTo(page, /\/api\/v1\/goals\/trend$/)
    await listed(page)
    assert.ok((await page.getByTestId('goal-clause').textContent()).includes(bridges.clause))
    await shoot(page, 'goals-5-basis')
    assert.deepEqual(chunks, [], 'no chart library before a chart')
    await page.getByTestId('goal-view-trend').click()
    await page.locator('[data-testid=goal-trend][data-state=done]').waitFor({ timeout: 120_000 })
    const rows = (await asked.again()).rows.filter(({ due, part }) => due === bridges.due && part === bridges.part)
    assert.ok(rows.length > 1)
    const days = await page.getByTestId('trend-row').evaluateAll((items) => items.map((item) => item.dataset.asOf))
    assert.deepEqual(days, rows.map(({ as_of: day }) => day))
    await page.locator('[data-testid=chart][data-state=done]').waitFor()
    assert.equal(chunks.length, 1)
    await shoot(page, 'goals-6-trend')
    await page.getByTestId('goal-view-units').click()
    await page.locator('[data-testid=goal-units][data-state=done]').waitFor({ timeout: 60_000 })
    await shoot(page, 'goals-7-units')
  })
})

const fen = (text) => text.replace(/[¥,\s]/g, '').replace('−', '-')

/** The amounts of a row on the page against the API's. */
async function checkMoney(page, row, name) {
  assert.equal(fen(await page.getByTestId(`${name}-floor`).textContent()), row.daily_floor_cny)
  for (const payer of ['province', 'city', 'county']) assert.equal(fen(await page.getByTestId(`${name}-share-${payer}`).textContent()), row.shares_cny[payer], payer)
  for (const of of ['county', 'township', 'village']) assert.equal(digits(await page.getByTestId(`${name}-km-${of}`).textContent()), Number(row.length_km[of]), of)
}

test('what is owed and who pays it are the API’s to the fen, and so is a what-if', async () => {
  await onPage(browser, DESKTOP, `#tool=goals&show=money&year=2025&unit=${body}`, async (page) => {
    await page.locator('[data-testid=money][data-state=done]').waitFor({ timeout: 60_000 })
    const { rows: [row] } = await ask(`/api/v1/obligations?year=2025&jurisdiction=${body}`)
    await checkMoney(page, row, 'money')
    if (row.planned_cny !== null) assert.equal(fen(await page.getByTestId('money-planned-total').textContent()), row.planned_cny)
    assert.equal(await page.getByTestId('money-ledger').getAttribute('data-count'), String(row.ledger.length))
    const below = await ask(`/api/v1/obligations?year=2025&jurisdiction=${body}&level=township`)
    await page.locator('[data-testid=money-below][data-state=done]').waitFor()
    assert.equal(await page.locator('[data-testid=money-below] tbody tr').count(), below.rows.length)
    for (const format of ['xlsx', 'csv', 'html']) {
      const link = await page.getByTestId(`report-${format}`).getAttribute('href')
      assert.equal((await fetch(serverUrl() + link)).status, 200, link)
    }
    await shoot(page, 'money-1')

    await page.getByTestId('what-if').locator('summary').click()
    await page.getByTestId('if-county').fill('12,000')
    await page.getByTestId('if-regime').selectOption('2:2:6')
    await page.getByTestId('if-add').click()
    await page.getByTestId('if-added').fill('12.5')
    const posted = page.waitForRequest((request) => request.method() === 'POST')
    await page.getByTestId('if-ask').click()
    const wish = (await posted).postDataJSON()
    assert.deepEqual(wish, {
      year: 2025, jurisdiction: body, rates_cny_per_km: { county: '12000' }, regime: '2:2:6', added_roads: [{ jurisdiction: body, class: 'village', length_km: '12.5' }],
    })
    await page.getByTestId('if-row').waitFor({ timeout: 60_000 })
    const answer = await fetch(`${serverUrl()}/api/v1/obligations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) })
    await checkMoney(page, (await answer.json()).rows[0], 'if')
    await page.getByTestId('if-row').scrollIntoViewIfNeeded()
    await shoot(page, 'money-2-what-if')
  })
})

test('duties without a figure are listed with what is on record, and have no status', async () => {
  const { bodies: [{ duties }] } = await ask(`/api/v1/checklist?jurisdiction=${body}`)
  await onPage(browser, DESKTOP, `#tool=goals&show=duties&unit=${body}`, async (page) => {
    await page.getByTestId('duty').first().waitFor()
    const found = await page.getByTestId('duty').evaluateAll((items) => items.map((item) => [item.dataset.duty, item.dataset.recorded]))
    assert.deepEqual(found, duties.map(({ duty, recorded }) => [duty, String(recorded)]))
    assert.equal(await page.locator('[data-testid=duties] [data-status]').count(), 0)
    await shoot(page, 'duties')
  })
})

test('a day that the server refuses is told in its own words', async () => {
  await onPage(browser, DESKTOP, `#tool=goals&unit=${body}`, async (page) => {
    await listed(page)
    await page.route('**/api/v1/goals?*', (route) => route.fulfill({
      status: 422, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Out of range', detail: 'as_of must not lie before 1949', status: 422 }),
    }))
    await page.getByTestId('goal-day').fill('1990-01-01')
    await page.getByTestId('goal-day').press('Tab')
    await page.getByTestId('problem').waitFor()
    assert.match(await page.getByTestId('problem').textContent(), /as_of must not lie before 1949/)
    // The browser itself logs the status of the refusal.
  }, { expectedErrors: 1 })
})

test('without a mouse: keys lead from the goals to a feature and back', async () => {
  await onPage(browser, DESKTOP, `#tool=goals&unit=${body}`, async (page) => {
    await listed(page)
    await page.locator('[data-testid=goal-row][data-goal=A06] [data-testid=goal-shortfall]').focus()
    await page.keyboard.press('Enter')
    await shown(page)
    await page.waitForFunction(() => document.activeElement?.dataset.testid === 'goal-back')
    const reached = new Set()
    for (let k = 0; k < 14; k++) {
      await page.keyboard.press('Tab')
      reached.add(await page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.closest('[data-testid]')?.dataset.testid))
    }
    for (const id of ['goal-shortfall', 'goal-view-shortfall', 'shortfall-route', 'shortfall-feature']) assert.ok(reached.has(id), `${id} is reached: ${[...reached]}`)
  })
})

test('on a phone every view fits the width, in both languages', async () => {
  await onPage(browser, PHONE, goalLink(bridges, 'shortfall'), async (page) => {
    await shown(page)
    await shoot(page, 'goals-8-phone-shortfall')
    await page.getByTestId('sheet-handle').tap()
    for (const language of ['zh', 'en']) {
      await page.getByTestId(`language-${language}`).tap()
      for (const view of ['basis', 'shortfall', 'units', 'trend']) {
        await page.getByTestId(`goal-view-${view}`).tap()
        if (view === 'units' || view === 'trend') await page.locator(`[data-testid=goal-${view}][data-state=done]`).waitFor({ timeout: 120_000 })
        assert.deepEqual(await sticksOut(page), [], view)
        await shoot(page, `goals-9-phone-${view}-${language}`)
      }
      for (const view of ['money', 'duties', 'goals']) {
        await page.getByTestId(`assess-view-${view}`).tap()
        if (view !== 'goals') await page.locator(`[data-testid=${view}][data-state=done]`).waitFor({ timeout: 60_000 })
        assert.deepEqual(await sticksOut(page), [], view)
        await shoot(page, `goals-9-phone-${view}-${language}`)
      }
    }
  })
})
