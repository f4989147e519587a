import { createAuthentication } from './authenticate.ts'
import { answerOtherMethods, collectMethods } from './methods.ts'
import { createRequestMeter } from './metrics.ts'
import { describeRoutes } from './openapi.ts'
import type { ApiOptions } from './options.ts'
import { RequestProblem } from './problem.ts'
import { registerAcknowledge } from './routes/acknowledge.ts'
import { registerAlarmActions } from './routes/alarm-actions.ts'
import { registerAlarmEvents } from './routes/alarm-events.ts'
import { registerAlarmKpis } from './routes/alarm-kpis.ts'
import { registerAlarmMany } from './routes/alarm-many.ts'
import { registerAlarmStates } from './routes/alarm-states.ts'
import { registerAlarmStream } from './routes/alarm-stream.ts'
import { registerOpenAlarms } from './routes/alarms-open.ts'
import { registerAlarms } from './routes/alarms.ts'
import { registerAttachments } from './routes/attachments.ts'
import { registerBatchReport } from './routes/batch-report.ts'
import { registerBatchRows } from './routes/batch-rows.ts'
import { registerBatches } from './routes/batches.ts'
import { registerCalibrations } from './routes/calibrations.ts'
import { registerChannels } from './routes/channels.ts'
import { registerConditions } from './routes/conditions.ts'
import { registerCoverageList } from './routes/coverage-list.ts'
import { registerCoverage } from './routes/coverage.ts'
import { registerDevices } from './routes/devices.ts'
import { registerDigitalLink } from './routes/digital-link.ts'
import { registerEpcis } from './routes/epcis.ts'
import { registerEvidenceProofs } from './routes/evidence-proofs.ts'
import { registerEvidence } from './routes/evidence.ts'
import { registerExcursions } from './routes/excursions.ts'
import { registerGenealogy } from './routes/genealogy.ts'
import { registerHealth } from './routes/health.ts'
import { registerInstallations } from './routes/installations.ts'
import { registerLabels } from './routes/labels.ts'
import { registerLatest } from './routes/latest.ts'
import { registerLegs } from './routes/legs.ts'
import { registerLimitLevels } from './routes/limit-levels.ts'
import { registerLimitTrials } from './routes/limit-trials.ts'
import { registerLimits } from './routes/limits.ts'
import { registerMessages } from './routes/messages.ts'
import { registerMetrics } from './routes/metrics.ts'
import { registerNotificationRoutes } from './routes/notification-routes.ts'
import { registerOperationKinds } from './routes/operation-kinds.ts'
import { registerOperations } from './routes/operations.ts'
import { registerParties } from './routes/parties.ts'
import { registerPeople } from './routes/people.ts'
import { registerPlaces } from './routes/places.ts'
import { registerProducts } from './routes/products.ts'
import { registerQuantities } from './routes/quantities.ts'
import { registerReadings } from './routes/readings.ts'
import { registerRecalls } from './routes/recalls.ts'
import { registerRejections } from './routes/rejections.ts'
import { registerRosters } from './routes/rosters.ts'
import { registerScans } from './routes/scans.ts'
import { registerSiteModes } from './routes/site-modes.ts'
import { registerSites } from './routes/sites.ts'
import { registerTraceExports } from './routes/trace-exports.ts'
import { registerUnitLabels } from './routes/unit-labels.ts'
import { secureAnswers } from './secure-answers.ts'
import { createServer, type App } from './server.ts'

/** The API, not yet listening. Whoever builds it closes it. */
export async function buildApp(options: ApiOptions): Promise<App> {
  const app = createServer(options.log)
  app.addHook('onRequest', secureAnswers)
  app.addHook('onRequest', createAuthentication(options.adminToken))
  app.addHook('onResponse', createRequestMeter(options.metrics))
  const urls = collectMethods(app)
  await describeRoutes(app)

  registerMeasuring(app, options)
  registerAlarming(app, options)
  registerTracing(app, options)
  registerProof(app, options)
  registerHealth(app, options)
  registerMetrics(app, options)

  answerOtherMethods(app, urls)
  await registerEpcis(app, options)
  app.setNotFoundHandler(async ({ method, url }) => {
    const detail = {
      vi: `Không có ${method} ${url.slice(0, 200)}. Xem /docs và /openapi.json để biết những gì có.`,
      en: `There is no ${method} ${url.slice(0, 200)}. What there is, /docs and /openapi.json say.`,
    }
    throw new RequestProblem('not-found', 'NOT_FOUND', detail)
  })
  await app.ready()
  return app
}

/** Where things stand, and what they measure. */
function registerMeasuring(app: App, options: ApiOptions): void {
  registerSites(app, options)
  registerSiteModes(app, options)
  registerPlaces(app, options)
  registerConditions(app, options)
  registerDevices(app, options)
  registerInstallations(app, options)
  registerCalibrations(app, options)
  registerChannels(app, options)
  registerQuantities(app)
  registerReadings(app, options)
  registerLatest(app, options)
  registerCoverage(app, options)
  registerCoverageList(app, options)
  registerLegs(app, options)
  registerRejections(app, options)
}

/** What must not be, and who is told. */
function registerAlarming(app: App, options: ApiOptions): void {
  registerLimits(app, options)
  registerLimitLevels(app, options)
  registerLimitTrials(app, options)
  registerAlarms(app, options)
  registerOpenAlarms(app, options)
  registerAlarmEvents(app, options)
  registerAlarmStates(app, options)
  registerAlarmStream(app, options)
  registerAlarmKpis(app, options)
  registerAlarmActions(app, options)
  registerPeople(app, options)
  registerRosters(app, options)
  registerNotificationRoutes(app, options)
  registerMessages(app, options)
  registerAcknowledge(app, options)
  registerAlarmMany(app, options)
  registerExcursions(app, options)
}

/** What was made, from what, and where it went. */
function registerTracing(app: App, options: ApiOptions): void {
  registerParties(app, options)
  registerProducts(app, options)
  registerBatches(app, options)
  registerBatchRows(app, options)
  registerBatchReport(app, options)
  registerOperationKinds(app)
  registerOperations(app, options)
  registerGenealogy(app, options)
  registerRecalls(app, options)
  registerTraceExports(app, options)
  registerAttachments(app, options)
  registerLabels(app, options)
  registerUnitLabels(app, options)
  registerDigitalLink(app, options)
  registerScans(app, options)
}

/** That nothing was changed. */
function registerProof(app: App, options: ApiOptions): void {
  registerEvidence(app, options)
  registerEvidenceProofs(app, options)
}
