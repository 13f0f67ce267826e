package dev.downbeat.queue;

import dev.downbeat.queue.internal.Ageing;
import dev.downbeat.queue.internal.Cancel;
import dev.downbeat.queue.internal.CancellationInbox;
import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.ClaimLimited;
import dev.downbeat.queue.internal.DeclareLimits;
import dev.downbeat.queue.internal.DedupeKeys;
import dev.downbeat.queue.internal.DeliverEvents;
import dev.downbeat.queue.internal.Emit;
import dev.downbeat.queue.internal.EventRetention;
import dev.downbeat.queue.internal.FireSchedules;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.Insert;
import dev.downbeat.queue.internal.Lease;
import dev.downbeat.queue.internal.LimitShare;
import dev.downbeat.queue.internal.LoadBeside;
import dev.downbeat.queue.internal.Notify;
import dev.downbeat.queue.internal.Promote;
import dev.downbeat.queue.internal.Prune;
import dev.downbeat.queue.internal.PutKeyed;
import dev.downbeat.queue.internal.ReadBacklog;
import dev.downbeat.queue.internal.ReadGates;
import dev.downbeat.queue.internal.ReadWaits;
import dev.downbeat.queue.internal.Reconcile;
import dev.downbeat.queue.internal.Rescue;
import dev.downbeat.queue.internal.Retry;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.StepSave;
import dev.downbeat.queue.internal.Timeouts;

/** Every statement, rendered once for one schema. */
record Statements(
        Insert insert,
        DedupeKeys dedupeKeys,
        PutKeyed putKeyed,
        Notify notifier,
        Cancel cancel,
        Retry retry,
        Claim claim,
        LoadBeside loadBeside,
        Flush flush,
        StepSave stepSave,
        Lease lease,
        CancellationInbox cancellations,
        Reconcile reconcile,
        Promote promote,
        Timeouts timeouts,
        Rescue rescue,
        Emit emit,
        DeliverEvents deliverEvents,
        Prune prune,
        EventRetention eventRetention,
        FireSchedules fireSchedules,
        ReadGates readGates,
        ClaimLimited claimLimited,
        DeclareLimits declareLimits,
        LimitShare limitShare,
        Ageing ageing,
        ReadWaits readWaits,
        ReadBacklog readBacklog) {

    static Statements of(SchemaName schema) {
        return new Statements(
                new Insert(schema),
                new DedupeKeys(schema),
                new PutKeyed(schema),
                new Notify(schema),
                new Cancel(schema),
                new Retry(schema),
                new Claim(schema),
                new LoadBeside(schema),
                new Flush(schema),
                new StepSave(schema),
                new Lease(schema),
                new CancellationInbox(schema),
                new Reconcile(schema),
                new Promote(schema),
                new Timeouts(schema),
                new Rescue(schema),
                new Emit(schema),
                new DeliverEvents(schema),
                new Prune(schema),
                new EventRetention(schema),
                new FireSchedules(schema),
                new ReadGates(schema),
                new ClaimLimited(schema),
                new DeclareLimits(schema),
                new LimitShare(schema),
                new Ageing(schema),
                new ReadWaits(schema),
                new ReadBacklog(schema));
    }
}
