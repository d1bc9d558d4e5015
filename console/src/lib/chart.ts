// The map: OpenLayers on a 2-D canvas over Natural Earth 1:50m. Declared geometry only; edges as declared.

import Feature_ from 'ol/Feature';
import OlMap from 'ol/Map';
import View from 'ol/View';
import GeoJSON from 'ol/format/GeoJSON';
import type Geometry from 'ol/geom/Geometry';
import MultiPolygon from 'ol/geom/MultiPolygon';
import Point from 'ol/geom/Point';
import Polygon, { circular } from 'ol/geom/Polygon';
import VectorImageLayer from 'ol/layer/VectorImage';
import { defaults as interactions } from 'ol/interaction/defaults';
import VectorSource from 'ol/source/Vector';
import { Fill, Stroke, Style, Text, Circle } from 'ol/style';
import { base, colour } from './base';

export interface Feature {
  type: 'Feature';
  geometry: { type: string; coordinates: unknown };
  properties: {
    number: string;
    kind: string;
    paragraph: string;
    party: string;
    compartment: string;
    line: string | null;
    stand_off_m: number | null;
    radius_m: number | null;
    half_width_m: number | null;
  };
}

export interface Features {
  type: 'FeatureCollection';
  features: Feature[];
}

export interface Chart {
  choose(number: string): void;
  zoom(by: number): void;
  fit(): void;
  end(): void;
}

export async function draw(
  host: HTMLElement,
  all: Features,
  own: string,
  chosen: (number: string) => void,
): Promise<Chart> {
  const layers = await base('countries');
  const [ink, good, bad, ground, focus] = ['--ink', '--accent', '--bad', '--ground', '--focus'].map(colour);
  const declared = new VectorSource<Feature_<Geometry>>();
  let selected = '';
  for (const feature of all.features) declared.addFeatures(shapes(feature));
  const fresh = (mine: boolean, strong: boolean, label: string): Style => {
    const line = mine ? good : bad;
    const dashed = mine ? undefined : [10, 6];
    return new Style({
      stroke: new Stroke({ color: strong ? focus : line, width: strong ? 5 : 2.5, lineDash: dashed }),
      fill: new Fill({ color: mine ? 'rgba(60,120,180,0.10)' : 'rgba(180,40,60,0.08)' }),
      image: new Circle({ radius: 5, stroke: new Stroke({ color: line, width: 2 }), fill: new Fill({ color: ground }) }),
      text: new Text({
        text: label,
        font: '600 13px sans-serif',
        offsetY: -12,
        overflow: true,
        fill: new Fill({ color: ink }),
        stroke: new Stroke({ color: ground, width: 4 }),
      }),
    });
  };
  const styles = new Map<string, Style>();
  const style = (of: Feature_<Geometry>): Style => {
    const [mine, strong] = [of.get('party') === own, of.get('number') === selected];
    const label = (of.get('label') as string | undefined) ?? '';
    const key = `${mine}/${strong}/${label}`;
    const made = styles.get(key) ?? fresh(mine, strong, label);
    styles.set(key, made);
    return made;
  };
  // Drawn into an image wider than the view, as the base is: two thousand lines are not drawn anew at every step of the
  // hand, only when it rests.
  const layer = new VectorImageLayer({
    source: declared,
    style: (of) => style(of as Feature_<Geometry>),
    declutter: true,
    imageRatio: 2,
  });
  const view = new View({ center: [48, 30], zoom: 4.5, minZoom: 2, maxZoom: 16 });
  const map = new OlMap({ target: host, layers: [...layers, layer], view, controls: [], interactions: interactions() });
  map.on('singleclick', (event) => {
    const hit = map.forEachFeatureAtPixel(event.pixel, (of) => of.get('number') as string, { hitTolerance: 6 });
    if (hit) {
      selected = hit;
      chosen(hit);
      layer.changed();
    }
  });
  const fit = () => {
    const extent = declared.getExtent();
    if (extent && Number.isFinite(extent[0])) view.fit(extent, { padding: [40, 40, 40, 40], maxZoom: 10 });
  };
  fit();
  return {
    choose(number) {
      selected = number;
      const found = declared.getFeatures().find((of) => of.get('number') === number)?.getGeometry();
      if (found) view.fit(found.getExtent(), { padding: [80, 80, 80, 80], maxZoom: 9 });
      layer.changed();
    },
    zoom(by) {
      view.animate({ zoom: (view.getZoom() ?? 4) + by, duration: 0 });
    },
    fit,
    end() {
      map.setTarget(undefined);
    },
  };
}

/** A declared part as it is drawn: the shape, and its stand-off, radius or half-width as geodesic circles. */
function shapes(feature: Feature): Feature_<Geometry>[] {
  const { stand_off_m, radius_m, half_width_m, line, number } = feature.properties;
  const read = new GeoJSON().readFeature(feature) as Feature_<Geometry>;
  read.set('label', line ?? number.split('/').slice(-1)[0]);
  const drawn = [read];
  const reach = (radius_m ?? 0) + (stand_off_m ?? 0) + (half_width_m ?? 0);
  const geometry = read.getGeometry();
  if (reach > 0 && geometry) {
    const corners = around(geometry);
    const rings = corners.map((at) => circular(at, reach, 96));
    const circles = new Feature_<Geometry>(
      rings.length === 1 ? rings[0] : new MultiPolygon(rings.map((ring) => ring.getCoordinates())),
    );
    circles.setProperties({ party: feature.properties.party, number });
    drawn.push(circles);
  }
  return drawn;
}

function around(geometry: Geometry): [number, number][] {
  if (geometry instanceof Point) return [geometry.getCoordinates() as [number, number]];
  if (geometry instanceof Polygon) return geometry.getCoordinates()[0] as [number, number][];
  const flat = (geometry as unknown as { getCoordinates(): [number, number][] }).getCoordinates();
  return flat;
}
