// A client that is made of the document, by openapi-typescript: it is compiled, not run.
import createClient from "openapi-fetch";
import type { components, paths } from "./obj/api";

const api = createClient<paths>({ baseUrl: "http://192.168.1.20:8080", headers: { Authorization: "Bearer pm_" } });

export async function names(): Promise<string[]> {
  const { data, error } = await api.GET("/api/v1/sensors");
  if (error) throw new Error(`${error.status}: ${error.detail}`);
  return data.sensors.map(sensor => sensor.name);
}

export async function lastWatts(id: number): Promise<number | null> {
  const { data, error } = await api.GET("/api/v1/sensors/{id}/status", { params: { path: { id } } });
  if (error) throw new Error(error.detail);
  return data.last_watts;
}

export async function push(id: number, watts: number): Promise<components["schemas"]["PushAnswer"]> {
  const { data, error } = await api.POST("/api/v1/sensors/{id}/samples", {
    params: { path: { id }, query: { partial: true } },
    body: [{ time: "2026-03-01T12:00:00Z", watts }],
  });
  if (error) throw new Error(error.rejected?.[0]?.reason ?? error.detail);
  return data;
}

export async function wrong(): Promise<void> {
  // @ts-expect-error a sample needs its watts
  await api.POST("/api/v1/sensors/{id}/samples", { params: { path: { id: 1 } }, body: { volts: 230 } });
  // @ts-expect-error there is no such parameter
  await api.POST("/api/v1/sensors/{id}/samples", { params: { path: { id: 1 }, query: { partail: true } }, body: { watts: 230 } });
  // @ts-expect-error there is no such call
  await api.GET("/api/v1/sensor");
}
