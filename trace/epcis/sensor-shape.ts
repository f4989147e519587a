import { z } from 'zod'

import { openObject } from './open-object.ts'
import { alertType, component, decimal, hexBinary, measurementType, time, uri } from './shapes.ts'

const metadata = openObject(
  {
    time: time.optional(),
    deviceID: uri.optional(),
    deviceMetadata: uri.optional(),
    rawData: uri.optional(),
    startTime: time.optional(),
    endTime: time.optional(),
    dataProcessingMethod: uri.optional(),
    bizRules: uri.optional(),
  },
  'an object',
)

const report = openObject(
  {
    type: measurementType,
    exception: alertType.optional(),
    deviceID: uri.optional(),
    deviceMetadata: uri.optional(),
    rawData: uri.optional(),
    dataProcessingMethod: uri.optional(),
    bizRules: uri.optional(),
    time: time.optional(),
    microorganism: uri.optional(),
    chemicalSubstance: uri.optional(),
    coordinateReferenceSystem: uri.optional(),
    value: decimal.optional(),
    component: component.optional(),
    stringValue: z.string('a text').optional(),
    booleanValue: z.boolean('true or false').optional(),
    hexBinaryValue: hexBinary.optional(),
    uriValue: uri.optional(),
    minValue: decimal.optional(),
    maxValue: decimal.optional(),
    meanValue: decimal.optional(),
    sDev: decimal.optional(),
    percRank: decimal.optional(),
    percValue: decimal.optional(),
    uom: z.string('a unit code such as CEL').optional(),
  },
  'an object {"type": "Temperature", "value": …}',
)

/** EPCIS 2.0 §7.3.7. */
export const sensorElements = z.array(
  openObject(
    {
      sensorMetadata: metadata.optional(),
      sensorReport: z
        .array(report, 'a list of sensor reports')
        .min(1, 'a list of at least one sensor report'),
    },
    'an object {"sensorReport": […]}',
  ),
  'a list of sensor elements',
)
