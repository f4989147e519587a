import { SECOND } from '#domain/time.ts'

import { createContactPoints, createPolicies, createRules } from './alerting.ts'
import { API, INFLUXDB, PROMETHEUS, SCRAPE_INTERVAL, type DataSource } from './data-sources.ts'
import { FOLDERS, folderUidOf } from './folders.ts'
import { LANGUAGES, type Engine } from './model.ts'

/** Where Grafana finds the dashboards in its container. */
const DASHBOARDS_PATH = '/etc/grafana/dashboards'

/** Grafana's provisioning files by path; secrets are files, addresses are variables of Grafana's environment. */
export function createProvisioning(engine: Engine): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ['provisioning/datasources/nguon.yaml', createDataSources(engine)],
    ['provisioning/dashboards/nguon.yaml', createProviders()],
    ['provisioning/alerting/rules.yaml', createRules()],
    ['provisioning/alerting/contact-points.yaml', createContactPoints()],
    ['provisioning/alerting/policies.yaml', createPolicies()],
  ])
}

function createDataSources(engine: Engine) {
  const sources = engine === 'influxdb' ? [influxdb(), api(), prometheus()] : [api(), prometheus()]
  return { apiVersion: 1, prune: true, datasources: sources }
}

function describe({ uid, name, type }: DataSource) {
  return { uid, name, type, access: 'proxy', editable: false }
}

function influxdb() {
  return {
    ...describe(INFLUXDB),
    url: '$NGUON_INFLUX_URL',
    jsonData: {
      // `nguon` in 1.x and 2.x, `nguon/raw` in 3; see try/find-influxdb.ts.
      dbName: '$NGUON_GRAFANA_DATABASE',
      httpMode: 'POST',
      timeInterval: '1m',
      httpHeaderName1: 'Authorization',
    },
    secureJsonData: { httpHeaderValue1: 'Token $__file{/run/secrets/influxdb_token}' },
  }
}

function api() {
  return {
    ...describe(API),
    url: '$NGUON_API_URL',
    jsonData: {
      auth_method: 'bearerToken',
      allowedHosts: ['$NGUON_API_URL'],
      // Without an address of its own the plugin's test asks nothing and is always passed.
      customHealthCheckEnabled: true,
      customHealthCheckUrl: '/api/v1/sites?limit=1',
    },
    secureJsonData: { bearerToken: '$__file{/run/secrets/admin_token}' },
  }
}

function prometheus() {
  return {
    ...describe(PROMETHEUS),
    url: '$NGUON_PROMETHEUS_URL',
    jsonData: { httpMethod: 'POST', timeInterval: `${SCRAPE_INTERVAL / SECOND}s` },
  }
}

function createProviders() {
  const providers = LANGUAGES.map((language) => ({
    name: `nguon-${language}`,
    type: 'file',
    folder: FOLDERS[language],
    folderUid: folderUidOf(language),
    disableDeletion: true,
    allowUiUpdates: false,
    options: { path: `${DASHBOARDS_PATH}/${language}` },
  }))
  return { apiVersion: 1, providers }
}
