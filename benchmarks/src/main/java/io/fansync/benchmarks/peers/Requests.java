package io.fansync.benchmarks.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fansync.Connector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Iterator;

/** Writes requests as bytes. */
final class Requests {

    private static final byte[] POST = "POST ".getBytes(US_ASCII);
    private static final byte[] ID = "1b671a64-40d5-491e-99b0-da01ff1f3341".getBytes(US_ASCII);
    private static final String SINGLE_END = "\r\nContent-Length: " + Site.BODY.length() + "\r\n\r\n" + Site.BODY;
    private static final byte[] ITEM_ID = "{\"id\":\"".getBytes(US_ASCII);
    private static final byte[] ITEM_URL = "\",\"method\":\"POST\",\"url\":\"".getBytes(US_ASCII);
    private static final byte[] ITEM_END =
            ("\",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":" + Site.BODY + "}").getBytes(US_ASCII);

    private Requests() {}

    /** Returns for how many connectors it is. */
    static int single(Site site, Connector connector, ByteBuf out) {
        out.writeBytes(POST);
        ByteBufUtil.writeAscii(out, "/v1.0/deviceManagement/exchangeConnectors/");
        ByteBufUtil.writeAscii(out, connector.id());
        ByteBufUtil.writeAscii(out, "/sync");
        writeHeaders(site, connector, out);
        ByteBufUtil.writeAscii(out, SINGLE_END);
        return 1;
    }

    /** The next connectors, all of the tenant of the first. Returns for how many it is. */
    static int batch(Site site, Iterator<Connector> connectors, int most, ByteBuf out) {
        Connector connector = connectors.next();
        out.writeBytes(POST);
        ByteBufUtil.writeAscii(out, "/v1.0/$batch");
        writeHeaders(site, connector, out);
        ByteBufUtil.writeAscii(out, "\r\nContent-Length: ");
        int length = out.writerIndex();
        ByteBufUtil.writeAscii(out, "      \r\n\r\n");
        int body = out.writerIndex();
        ByteBufUtil.writeAscii(out, "{\"requests\":[");
        int items = 1;
        writeItem(connector, items, out);
        while (items < most && connectors.hasNext()) {
            out.writeByte(',');
            writeItem(connectors.next(), ++items, out);
        }
        ByteBufUtil.writeAscii(out, "]}");
        out.setCharSequence(length, Integer.toString(out.writerIndex() - body), US_ASCII);
        return items;
    }

    private static void writeItem(Connector connector, int number, ByteBuf out) {
        out.writeBytes(ITEM_ID);
        if (number > 9) {
            out.writeByte('0' + number / 10);
        }
        out.writeByte('0' + number % 10);
        out.writeBytes(ITEM_URL);
        ByteBufUtil.writeAscii(out, "/deviceManagement/exchangeConnectors/");
        ByteBufUtil.writeAscii(out, connector.id());
        ByteBufUtil.writeAscii(out, "/sync");
        out.writeBytes(ITEM_END);
    }

    private static void writeHeaders(Site site, Connector connector, ByteBuf out) {
        ByteBufUtil.writeAscii(out, " HTTP/1.1\r\nHost: ");
        ByteBufUtil.writeAscii(out, site.graph().getAuthority());
        ByteBufUtil.writeAscii(out, "\r\nAuthorization: Bearer ");
        ByteBufUtil.writeAscii(out, Site.token(connector.tenant()));
        ByteBufUtil.writeAscii(
                out, "\r\nAccept: application/json\r\nContent-Type: application/json\r\nclient-request-id: ");
        out.writeBytes(ID);
    }
}
